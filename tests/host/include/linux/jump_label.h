/* SPDX-License-Identifier: GPL-2.0-only */
/* On the host a key is a variable, and a place that tests it a test. */
#ifndef _LINUX_JUMP_LABEL_H
#define _LINUX_JUMP_LABEL_H

#include <linux/types.h>

struct static_key {
	bool enabled;
};

#define static_branch_unlikely(key)	unlikely((key)->enabled)

static inline void static_key_enable(struct static_key *key)
{
	key->enabled = true;
}

static inline void static_key_disable(struct static_key *key)
{
	key->enabled = false;
}

#endif
