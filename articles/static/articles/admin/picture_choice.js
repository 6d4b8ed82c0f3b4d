// One picture of the library, chosen in its window: what was chosen is shown at once.

async function factsOf(holder, key) {
  const response = await fetch(holder.dataset.pictureAddress.replace("KEY", encodeURIComponent(key)));
  return response.ok ? response.json() : null;
}

export function setUpPictureChoice(holder) {
  const field = holder.querySelector("[data-picks-lead]");
  const image = holder.querySelector("img");
  const clear = holder.querySelector("[data-clear]");
  const caption = document.querySelector("#id_lead_caption");
  const show = async () => {
    const facts = field.value ? await factsOf(holder, field.value) : null;
    if (facts?.caption && caption && !caption.value) {
      caption.value = facts.caption;
    }
    image.hidden = clear.hidden = !facts;
    image.src = facts ? facts.src : "data:,";
    image.alt = facts ? facts.alt : "";
    holder.querySelector(".picture-name").textContent = facts ? facts.title : "";
  };
  django.jQuery(field).on("change", show);
  clear.addEventListener("click", () => {
    field.value = "";
    show();
  });
}
