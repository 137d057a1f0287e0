#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What does the kernel do on a processor that it cannot run on?
. "$(dirname "$0")/lib.sh"

boot arm926 --foreign integratorcp --cpu arm926 --memory 128M --timeout 20
is "$status" 2 "an ARMv5 processor: ends with 2" || tail_of "$console"
like "$console" 'processor|ARMv7|CPU' "and says why"

boot arm1176 --foreign integratorcp --cpu arm1176 --memory 128M --timeout 20
is "$status" 2 "an ARMv6 processor: ends with 2" || tail_of "$console"
like "$console" 'processor|ARMv7|CPU' "and says why"

done_testing
