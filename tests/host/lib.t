#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do the library's text, number, pattern, sorting and bit functions do what the C library's do?
. "$(dirname "$0")/build-host.sh"
host_test lib "" tests/host/lib.c
