// SPDX-License-Identifier: GPL-2.0-only
// Put behind the page of scripts/story by tests/host/story.t: opens each item and each step as a reader does, by the right
// arrow, and writes down what is shown then.
const errors = [], shown = [];
window.addEventListener("error", event => errors.push(event.message));
const press = key => document.dispatchEvent(new KeyboardEvent("keydown", {key}));
const field = name => { const node = document.querySelector(`[data-field=${name}]`); return node ? node.firstChild.textContent : "-"; };

press("Home");
let steps = 0;		// item and step are the page's own
for (let last = -1; ; press("ArrowRight")) {
	const n = item;
	if (!document.querySelector("#sentence").textContent || !document.querySelector("#code summary"))
		errors.push(`item ${n}, step ${step}: nothing is shown`);
	if (n !== last)
		shown.push("");
	last = n;
	steps++;
	const option = document.querySelector("#items [aria-selected=true]");
	shown[shown.length - 1] = [n, document.querySelector("#title").textContent.match(/ ([0-9a-f]{8}): /)?.[1] ?? "call", field("pte"), field("hw"),
		field("pfn"), option.querySelector(".time").textContent.split(" ")[0]].join(" ");
	if (document.querySelector("#next").disabled)
		break;
}
document.body.append(Object.assign(document.createElement("pre"), {id: "shown",
	textContent: "\n" + shown.map(s => "shown " + s).join("\n") + `\nsteps ${steps}\n` + errors.map(e => "error " + e).join("\n") + "\n"}));
