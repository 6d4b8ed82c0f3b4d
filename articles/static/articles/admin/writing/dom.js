// Elements, made without markup.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children);
  return element;
}

export const icon = (name) => make("span", { class: "material-icons", "aria-hidden": "true" }, name);

export const button = (attributes, ...children) => make("button", { type: "button", ...attributes }, ...children);
