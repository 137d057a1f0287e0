/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Static keys: every place that tests one is rewritten when it is turned.
 *
 * Invariant: where a key is off stands a nop, where it is on a branch to the rare code.  With one processor nobody runs
 * over a place while it is written, and an instruction is written in one piece.
 * Article: none; Linux's kernel/jump_label.c.  Tests: trace.nops
 */
#include <linux/jump_label.h>
#include <asm/patch.h>

static void jump_label_update(struct static_key *key, bool enable)
{
	const struct jump_entry *e;

	if (key->enabled == enable)
		return;
	key->enabled = enable;
	for (e = __start___jump_table; e < __stop___jump_table; e++)
		if (e->key == key)
			patch_text(e->code, enable ? arm_gen_branch(e->code, e->target) : arm_gen_nop());
}

void static_key_enable(struct static_key *key)
{
	jump_label_update(key, true);
}

void static_key_disable(struct static_key *key)
{
	jump_label_update(key, false);
}
