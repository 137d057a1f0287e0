/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gzip files, decompressed: RFC 1951 (deflate) in RFC 1952's wrapping.
 *
 *   file     10 bytes, name and comment if flags say so | deflate blocks | CRC-32, size
 *   block    last? kind: stored, fixed codes, or codes that stand in front of it
 *   symbol   0-255: a byte | 256: the block's end | 257-285: a length, and then a distance:
 *            so many bytes again, from so far back
 *
 * Codes are canonical: those of one length are consecutive numbers, and the first of each length
 * follows from how many shorter ones there are.  So a table of symbols, in the order of their codes,
 * and a count for each length are all that decoding needs, a bit at a time.
 *
 * The input isn't trusted: a bit that isn't there, a code that means nothing, a distance before the
 * beginning or more output than there's room for ends it with a message.  Tests: inflate.*,
 * tests/host/initrd.t
 */
#include <linux/inflate.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define MAX_BITS	15
#define MAX_LITERALS	286
#define MAX_DISTANCES	30

struct huffman {
	u16 count[MAX_BITS + 1];	/* codes of each length */
	u16 symbol[MAX_LITERALS + 2];	/* in the order of their codes */
};

struct state {
	const u8 *in, *in_end;
	u8 *out, *out_start, *out_end;
	u32 bits;
	unsigned int nr_bits;
	const char *wrong;		/* NULL: nothing so far */
};

/* The next @n bits, the lowest first; 0 when there are no more, and s->wrong */
static u32 get_bits(struct state *s, unsigned int n)
{
	u32 val;

	while (s->nr_bits < n) {
		if (s->in == s->in_end) {
			s->wrong = "it ends too early";
			return 0;
		}
		s->bits |= (u32)*s->in++ << s->nr_bits;
		s->nr_bits += 8;
	}
	val = s->bits & ((1U << n) - 1);
	s->bits >>= n;
	s->nr_bits -= n;
	return val;
}

/* Makes the tables of @n code lengths.  False: more codes than there can be. */
static bool make_codes(struct huffman *h, const u8 *lengths, unsigned int n)
{
	u16 offset[MAX_BITS + 2];
	unsigned int i;
	int left = 1;

	memset(h->count, 0, sizeof(h->count));
	for (i = 0; i < n; i++)
		h->count[lengths[i]]++;
	h->count[0] = 0;
	for (i = 1; i <= MAX_BITS; i++) {
		left = (left << 1) - h->count[i];
		if (left < 0)
			return false;
	}
	offset[1] = 0;
	for (i = 1; i <= MAX_BITS; i++)
		offset[i + 1] = (u16)(offset[i] + h->count[i]);
	for (i = 0; i < n; i++)
		if (lengths[i])
			h->symbol[offset[lengths[i]]++] = (u16)i;
	return true;
}

static unsigned int decode(struct state *s, const struct huffman *h)
{
	unsigned int code = 0, first = 0, index = 0, len;

	for (len = 1; len <= MAX_BITS && !s->wrong; len++) {
		code |= get_bits(s, 1);
		if (code < first + h->count[len])
			return h->symbol[index + code - first];
		index += h->count[len];
		first = (first + h->count[len]) << 1;
		code <<= 1;
	}
	if (!s->wrong)
		s->wrong = "a code means nothing";
	return 0;
}

/* ------------------------------------------------------------------ blocks */

static void copy_back(struct state *s, unsigned int len, unsigned int dist)
{
	if (dist > (size_t)(s->out - s->out_start)) {
		s->wrong = "a distance leads to before the beginning";
	} else if (len > (size_t)(s->out_end - s->out)) {
		s->wrong = "it is larger than it says";
	} else {
		for (; len; len--, s->out++)
			*s->out = s->out[-(int)dist];
	}
}

/* A length or distance symbol: base and extra bits follow a pattern, but for the last length */
static unsigned int extra_value(struct state *s, unsigned int symbol, unsigned int group)
{
	unsigned int extra = symbol < 2 * group ? 0 : symbol / group - 1;
	unsigned int base = symbol < 2 * group ? symbol : (group + symbol % group) << extra;

	return base + get_bits(s, extra);
}

static void inflate_codes(struct state *s, const struct huffman *literals, const struct huffman *distances)
{
	unsigned int symbol, len, dist;

	while (!s->wrong) {
		symbol = decode(s, literals);
		if (s->wrong || symbol == 256)
			return;
		if (symbol < 256) {
			if (s->out == s->out_end)
				s->wrong = "it is larger than it says";
			else
				*s->out++ = (u8)symbol;
			continue;
		}
		if (symbol > 285) {
			s->wrong = "a length means nothing";
			return;
		}
		len = symbol == 285 ? 258 : 3 + extra_value(s, symbol - 257, 4);
		dist = decode(s, distances);
		if (!s->wrong && dist >= MAX_DISTANCES)
			s->wrong = "a distance means nothing";
		if (!s->wrong)
			dist = 1 + extra_value(s, dist, 2);
		if (!s->wrong)
			copy_back(s, len, dist);
	}
}

static void inflate_stored(struct state *s)
{
	unsigned int len, inverse;

	s->bits = s->nr_bits = 0;	/* from the next byte on */
	len = get_bits(s, 16);
	inverse = get_bits(s, 16);
	if (s->wrong)
		return;
	if (len != (inverse ^ 0xffff))
		s->wrong = "a stored block's length is wrong";
	else if (len > (size_t)(s->in_end - s->in))
		s->wrong = "it ends too early";
	else if (len > (size_t)(s->out_end - s->out))
		s->wrong = "it is larger than it says";
	if (s->wrong)
		return;
	memcpy(s->out, s->in, len);
	s->out += len;
	s->in += len;
}

static struct huffman literal_codes, distance_codes;	/* boot is one thread */

static void inflate_fixed(struct state *s)
{
	u8 lengths[MAX_LITERALS + 2];

	memset(lengths, 8, 144);
	memset(lengths + 144, 9, 112);
	memset(lengths + 256, 7, 24);
	memset(lengths + 280, 8, 8);
	make_codes(&literal_codes, lengths, 288);
	memset(lengths, 5, MAX_DISTANCES);
	make_codes(&distance_codes, lengths, MAX_DISTANCES);
	inflate_codes(s, &literal_codes, &distance_codes);
}

/* The code lengths of both tables, themselves coded.  False: they make no sense. */
static bool read_lengths(struct state *s, u8 *lengths, unsigned int n)
{
	unsigned int i = 0, symbol, repeat;
	u8 value;

	while (i < n) {
		symbol = decode(s, &literal_codes);
		if (s->wrong)
			return false;
		if (symbol < 16) {
			lengths[i++] = (u8)symbol;
			continue;
		}
		if (symbol == 16 && !i)
			return false;
		value = symbol == 16 ? lengths[i - 1] : 0;
		repeat = symbol == 16 ? 3 + get_bits(s, 2) : symbol == 17 ? 3 + get_bits(s, 3) :
			 11 + get_bits(s, 7);
		if (s->wrong || repeat > n - i)
			return false;
		memset(lengths + i, value, repeat);
		i += repeat;
	}
	return true;
}

static void inflate_dynamic(struct state *s)
{
	static const u8 order[19] = {
		16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
	};
	unsigned int nlen = get_bits(s, 5) + 257, ndist = get_bits(s, 5) + 1, ncode = get_bits(s, 4) + 4, i;
	u8 lengths[MAX_LITERALS + MAX_DISTANCES] = { 0 };

	if (!s->wrong && (nlen > MAX_LITERALS || ndist > MAX_DISTANCES))
		s->wrong = "too many codes";
	for (i = 0; i < ncode && !s->wrong; i++)
		lengths[order[i]] = (u8)get_bits(s, 3);
	if (s->wrong)
		return;
	if (!make_codes(&literal_codes, lengths, 19) || !read_lengths(s, lengths, nlen + ndist) ||
	    !lengths[256] || !make_codes(&literal_codes, lengths, nlen) ||
	    !make_codes(&distance_codes, lengths + nlen, ndist)) {
		if (!s->wrong)
			s->wrong = "its codes make no sense";
		return;
	}
	inflate_codes(s, &literal_codes, &distance_codes);
}

static void inflate(struct state *s)
{
	bool last;

	do {
		last = get_bits(s, 1);
		switch (get_bits(s, 2)) {
		case 0:
			inflate_stored(s);
			break;
		case 1:
			inflate_fixed(s);
			break;
		case 2:
			inflate_dynamic(s);
			break;
		default:
			s->wrong = "a block is of no kind";
		}
	} while (!last && !s->wrong);
}

/* ------------------------------------------------------------------ gzip */

#define FHCRC		2
#define FEXTRA		4
#define FNAME		8
#define FCOMMENT	16

static u32 crc32(const u8 *p, size_t len)
{
	u32 crc = ~0U;
	int bit;

	while (len--) {
		crc ^= *p++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

static u32 get_le32(const u8 *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (u32)p[3] << 24;
}

/* Behind the header; NULL: there's none, or not all of it */
static const u8 *skip_header(const u8 *in, const u8 *end)
{
	u8 flags;
	size_t extra;

	if (end - in < 18 || in[0] != 0x1f || in[1] != 0x8b || in[2] != 8)
		return NULL;
	flags = in[3];
	in += 10;
	if (flags & FEXTRA) {
		extra = 2 + (size_t)(in[0] | in[1] << 8);
		if (extra > (size_t)(end - in))
			return NULL;
		in += extra;
	}
	if (flags & FNAME)
		while (in < end && *in++)
			;
	if (flags & FCOMMENT)
		while (in < end && *in++)
			;
	if (flags & FHCRC)
		in += 2;
	return end - in < 8 ? NULL : in;
}

size_t gunzip_size(const u8 *in, size_t len)
{
	return skip_header(in, in + len) ? get_le32(in + len - 4) : 0;
}

const char *gunzip(const u8 *in, size_t len, u8 *out, size_t size, size_t *written)
{
	const u8 *start = skip_header(in, in + len);
	struct state s = {
		.in = start, .in_end = in + len, .out = out, .out_start = out, .out_end = out + size,
	};

	if (!start)
		return "it isn't a gzip file";
	inflate(&s);
	if (s.wrong)
		return s.wrong;
	*written = (size_t)(s.out - out);
	/* What stands behind the last block begins at a byte */
	s.in -= s.nr_bits / 8;
	if (s.in_end - s.in < 8)
		return "it ends too early";
	if (get_le32(s.in + 4) != (u32)*written)
		return "it isn't as large as it says";
	return get_le32(s.in) == crc32(out, *written) ? NULL : "its check sum is wrong";
}
