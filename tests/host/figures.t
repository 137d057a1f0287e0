#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Are the figures those that a machine of today gives, readable and shown?  And make map?
. "$(dirname "$0")/lib.sh"

make STEP=1 image build/figure.cpio >"$tmp/make" 2>&1
is $? 0 "the image and the program build" || tail_of "$tmp/make"
scripts/figures --check docs/figures >"$tmp/wrong" 2>&1
is $? 0 "each figure is well-formed, as it is drawn today, and no text lies on another" || tail_of "$tmp/wrong"

missing=
for figure in docs/figures/*.svg; do
	grep -q "](figures/$(basename "$figure"))" docs/article.md || missing="$missing $figure"
	for name in $(grep -o 'class="fn [^>]*>[^<]*' "$figure" | sed 's/.*>//'); do
		grep -rqw --include='*.[chS]' -- "$name" mm arch kernel include || missing="$missing $name"
	done
done
is "$missing" "" "the companion shows each, and the functions in them exist"

# What would be a mistake is seen as one
mkdir "$tmp/figures"
cp docs/figures/*.svg "$tmp/figures"
sed -i 's/mmap_base  *b7000000/mmap_base  b6000000/' "$tmp/figures/process-topdown.svg"
rm "$tmp/figures/buddy.svg"
scripts/figures --check "$tmp/figures" >"$tmp/wrong" 2>&1
is "$?" 1 "a check that fails says so"
like "$tmp/wrong" 'process-topdown.svg is drawn otherwise' "another address is seen"
like "$tmp/wrong" 'buddy.svg: there is none' "and a figure that is missing"

cat >"$tmp/overlap.py" <<-'END'
	import sys
	sys.dont_write_bytecode = True
	sys.path.insert(0, "scripts")
	from drawing import Drawing
	d = Drawing(200, "T", "")
	d.box(10, 40, 50, 20, "anon", "too long for it")
	d.text(150, 80, "over the edge")
	d.text(20, 110, "one")
	d.text(22, 112, "another")
	print("\n".join(d.problems()))
END
python3 "$tmp/overlap.py" >"$tmp/wrong"
like "$tmp/wrong" "'over the edge' leaves the figure" "text that leaves a figure is seen"
like "$tmp/wrong" "'one' and 'another' lie on each other" "and text on text"

# make map: of a program at its end
map() {
	scripts/figures --map "$tmp/map.svg" --program build/user/$1 --image build/step/Image --initrd build/user.cpio \
		--append "norandmaps selftest=none init.exit -- exec /tests/$1"
}
is "$(map cow)" "$tmp/map.svg" "make map says where the map is"
python3 -c "import xml.dom.minidom as m; m.parse('$tmp/map.svg')"
is "$?" 0 "which is well-formed"
like "$tmp/map.svg" '>text of cow<' "it has the program's text"
like "$tmp/map.svg" '>stack' "its stack"
like "$tmp/map.svg" '>PAGE_OFFSET<' "and the kernel's areas"
unlike "$tmp/map.svg" '>vmemmap' "with FLATMEM there is no vmemmap"

done_testing
