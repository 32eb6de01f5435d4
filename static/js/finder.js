// Quicker with script: htmx swaps the finder; this keeps what a reader has open, scrolled and typed across a swap,
// and narrows long lists of options while typing. Nothing here is needed to use the page.

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function narrow(input) {
  const wanted = folded(input.value.trim());
  for (const option of document.querySelectorAll(`#${input.dataset.narrow} > .option`)) {
    const inner = [...option.querySelectorAll(".option")];
    const own = folded(option.querySelector("label").textContent).includes(wanted);
    for (const child of inner) child.hidden = !own && !folded(child.textContent).includes(wanted);
    option.hidden = !own && inner.every((child) => child.hidden);
  }
}

function prepare() {
  for (const input of document.querySelectorAll("[data-narrow]")) {
    input.hidden = false;
    input.addEventListener("input", (event) => {
      event.stopPropagation(); // it narrows the options, not the results
      narrow(input);
    });
    input.addEventListener("change", (event) => event.stopPropagation());
  }
}

let kept = null;

document.addEventListener("htmx:beforeSwap", () => {
  kept = {
    filters: document.querySelector("#filters")?.open,
    map: document.querySelector("#map")?.open,
    facets: [...document.querySelectorAll(".facet")].map((facet) => facet.open),
    scrolled: [...document.querySelectorAll(".facet .options")].map((list) => list.scrollTop),
    narrowed: [...document.querySelectorAll("[data-narrow]")].map((input) => input.value),
  };
});

document.addEventListener("htmx:afterSwap", () => {
  prepare();
  if (!kept) return;
  const filters = document.querySelector("#filters");
  if (filters) filters.open = kept.filters;
  const map = document.querySelector("#map");
  if (map) map.open = kept.map ?? false;
  document.querySelectorAll(".facet").forEach((facet, at) => (facet.open = kept.facets[at] ?? facet.open));
  document.querySelectorAll("[data-narrow]").forEach((input, at) => {
    input.value = kept.narrowed[at] ?? "";
    narrow(input);
  });
  document.querySelectorAll(".facet .options").forEach((list, at) => (list.scrollTop = kept.scrolled[at] ?? 0));
  kept = null;
});

prepare();
