// What makes the staff pages quicker. Nothing depends on it: every form works without script.

// How long titles and summaries are. The server gives the words, in the language of the page.

function size(field) {
  const text = field.value.trim();
  if (field.dataset.lengthIn === "characters") return [...text].length;
  return text ? text.split(/\s+/u).length : 0;
}

function hintLength(field) {
  const hint = document.createElement("div");
  hint.id = `${field.id}_length`;
  hint.className = "length-hint";
  field.after(hint);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${hint.id}`.trim());
  // Who listens is told at a pause, not at every letter.
  const spoken = document.createElement("div");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  hint.after(spoken);
  const show = () => {
    const now = size(field);
    hint.textContent = field.dataset.lengthHint.replace("{}", now);
    hint.toggleAttribute("data-over", now > Number(field.dataset.lengthMost));
  };
  let pause;
  field.addEventListener("input", () => {
    show();
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = hint.textContent; }, 1000);
  });
  show();
}

document.querySelectorAll("[data-length-hint]").forEach(hintLength);

// A page that is left with something unsaved asks first.

function guardChanges(form) {
  const values = () => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const before = values();
  // What came back with an error, or with a conflict, has not been saved.
  const unsaved = document.querySelector(".errornote, .conflicts") !== null;
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (unsaved || values() !== before)) event.preventDefault();
  });
}

const form = document.querySelector(".change-form #content-main > form");
// After the other scripts, which fill in what the browser sends.
if (form) window.addEventListener("load", () => guardChanges(form));

// The slug of a new commitment, from its place and its title, until somebody writes another.

function suggestSlug(slug) {
  const most = Number(slug.dataset.slugLength);
  const places = { locality: "", member: "" };
  const titles = [...document.querySelectorAll("input[id^=id_title_]")];
  const suggest = () => {
    const title = titles.map((field) => field.value.trim()).find(Boolean) ?? "";
    const words = window.URLify(`${places.locality || places.member} ${title}`, 300);
    slug.value = words.length > most ? words.slice(0, words.lastIndexOf("-", most)) : words;
  };
  let written = false;
  const suggestUnlessWritten = () => { if (!written) suggest(); };
  slug.addEventListener("input", () => { written = slug.value !== ""; });
  for (const title of titles) title.addEventListener("input", suggestUnlessWritten);
  for (const name of Object.keys(places)) {
    window.django.jQuery(`#id_${name}`).on("select2:select select2:clear", (event) => {
      places[name] = event.type === "select2:select" ? event.params.data.slug : "";
      suggestUnlessWritten();
    });
  }
}

const slug = document.querySelector("#id_slug[data-slug-length]");
if (slug && !slug.value) suggestSlug(slug);

// Folded filters stay folded, on all lists.

const filters = document.querySelector(".list-filters");
if (filters) {
  filters.open = localStorage.getItem("list-filters") !== "folded";
  filters.addEventListener("toggle", () => {
    localStorage.setItem("list-filters", filters.open ? "open" : "folded");
  });
}
