// Shows the project that is chosen on the page, from the data in gallery-data.js.
"use strict";

(() => {
  const gallery = document.getElementById("projects");
  const form = gallery.querySelector("form");
  const part = (name) => gallery.querySelector(`.gallery-${name}`);
  const compare = form.elements.compare;
  let path = "";

  const chosen = (name) =>
    [...form.querySelectorAll(`[name=${name}]:checked`)].map((input) => input.value).join("+");

  // Ask what copier.yml asks, and return the key of the project: docs/gallery.py does the same.
  function key() {
    const anyio = chosen("framework") === "plain" && chosen("test_stack") === "pytest-anyio";
    const backends = form.querySelector("#anyio_backends");
    const database = form.querySelector("#database");
    backends.hidden = !anyio;
    database.hidden = chosen("framework") !== "django";
    const asked = ["framework", "test_stack", "anyio_backends", "database", "license", "ci"]
      .filter((name) => !form.querySelector(`#${name}`).hidden);
    return asked.map(chosen).join("/");
  }

  // Choose what a link to the page names behind its `#`.
  function choose(wanted) {
    if (!Object.hasOwn(GALLERY.projects, wanted)) return;
    const [framework, test_stack, ...others] = wanted.split("/");
    const [ci, license, option = ""] = others.reverse();
    const optional = framework === "django" ? "database" : "anyio_backends";
    const values = { framework, test_stack, license, ci, [optional]: option };
    for (const [name, value] of Object.entries(values)) {
      if (!value) continue;
      for (const input of form.querySelectorAll(`[name=${name}]`)) {
        input.checked = value.split("+").includes(input.value);
      }
    }
  }

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  // Return a list of the folder's entries: folders first, then files as buttons.
  function list(entries, prefix, marks) {
    const folders = Map.groupBy(
      entries.filter((entry) => entry.slice(prefix.length).includes("/")),
      (entry) => entry.slice(prefix.length).split("/")[0],
    );
    const files = entries.filter((entry) => !entry.slice(prefix.length).includes("/"));
    const items = [...folders].map(([name, inside]) =>
      element("li", {}, `${name}/`, list(inside, `${prefix}${name}/`, marks)));
    for (const file of files) {
      const mark = marks.get(file) ?? "";
      const button = element("button", { type: "button" }, file.slice(prefix.length));
      button.dataset.path = file;
      if (mark) button.append(element("span", { className: mark }, ` ${mark}`));
      if (file === path) button.setAttribute("aria-current", "true");
      items.push(element("li", {}, button));
    }
    return element("ul", {}, ...items);
  }

  function lines(diff) {
    return diff.split("\n").slice(0, -1).map((line) => {
      const kind = /^(---|\+\+\+|@@)/.test(line) ? "gh" : { "+": "gi", "-": "gd" }[line[0]];
      return element("span", { className: kind ?? "" }, `${line}\n`);
    });
  }

  // Show the project; when a choice has changed, a file that differs.
  function show(choiceHasChanged = true) {
    const wanted = key();
    const project = GALLERY.projects[wanted];
    part("result").hidden = !project;
    if (!project) {
      part("status").textContent = "Choose at least one backend.";
      return;
    }
    history.replaceState(null, "", `#${wanted}`);
    part("command").textContent = project.command;

    for (const option of compare.options) {
      option.hidden = option.disabled = option.value && !project.diffs[option.value];
    }
    if (compare.selectedOptions[0].disabled) compare.value = "";
    const named = (pairs) => new Map(pairs.map(([name, each]) => [GALLERY.paths[name], each]));
    const files = named(project.files);
    const diffs = named(project.diffs[compare.value] ?? []);
    const marks = new Map([...diffs].map(([name, diff]) => {
      const text = GALLERY.diffs[diff];
      if (text.startsWith("--- /dev/null")) return [name, "added"];
      return [name, text.split("\n")[1] === "+++ /dev/null" ? "removed" : "changed"];
    }));
    const paths = [...new Set([...files.keys(), ...diffs.keys()])].sort();
    if (choiceHasChanged && diffs.size && !diffs.has(path)) path = paths.find((each) => diffs.has(each));
    if (!paths.includes(path)) path = paths.find((each) => each.startsWith("tests/test_"));

    part("status").textContent = compare.value
      ? `${diffs.size} files differ from the ${compare.value} project.`
      : `${files.size} files.`;
    part("tree").replaceChildren(list(paths, "", marks));
    part("path").textContent = path;
    if (diffs.has(path)) part("text").replaceChildren(...lines(GALLERY.diffs[diffs.get(path)]));
    else part("text").innerHTML = GALLERY.files[files.get(path)] || "(empty)";
    part("text").parentElement.scrollTo(0, 0);
  }

  form.addEventListener("change", () => show());
  part("tree").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    path = button.dataset.path;
    show(false);
    part("tree").querySelector("[aria-current]").focus();
  });
  part("copy").addEventListener("click", async (event) => {
    await navigator.clipboard.writeText(part("command").textContent);
    event.target.textContent = "Copied";
    setTimeout(() => { event.target.textContent = "Copy"; }, 2000);
  });

  choose(decodeURIComponent(location.hash.slice(1)));
  gallery.hidden = false;
  show();
})();
