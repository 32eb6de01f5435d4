// Live hints on the length of titles and summaries. Nothing depends on them.

const ADVICE = [
  { match: /^id_title_..$/, unit: "characters", most: 100 },
  { match: /^id_summary_..$/, unit: "words", most: 75 },
];

function size(field, unit) {
  const text = field.value.trim();
  if (unit === "characters") return text.length;
  return text ? text.split(/\s+/u).length : 0;
}

for (const field of document.querySelectorAll("input[type=text], textarea")) {
  const advice = ADVICE.find(({ match }) => match.test(field.id));
  if (!advice) continue;
  const hint = document.createElement("span");
  hint.className = "length-hint";
  field.after(hint);
  const show = () => {
    const now = size(field, advice.unit);
    hint.textContent = `${now} / ${advice.most}`;
    hint.toggleAttribute("data-over", now > advice.most);
  };
  field.addEventListener("input", show);
  show();
}
