// Questions to the server, as the signed-in user.

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// What the server says to `fields`; an Error with its words where it refuses.
export async function ask(address, fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    form.append(name, value);
  }
  const response = await fetch(address, {
    method: "POST",
    body: form,
    headers: { "X-CSRFToken": token() },
  });
  const isJSON = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!response.ok || !isJSON) {
    const told = isJSON ? (await response.json()).error : "";
    throw new Refusal(told ?? "");
  }
  return response.json();
}

// Sends a file; `onProgress` is told the part that is there, from 0 to 1.
export function send(address, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, file.name || "picture");
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener("error", () => reject(new TypeError("offline")));
    request.addEventListener("load", () => {
      const told = read(request.responseText);
      if (request.status === 200 && told?.key) {
        resolve(told);
      } else {
        reject(new Refusal(told?.error ?? ""));
      }
    });
    request.send(form);
  });
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// The server's own words, "" where it has none.
export class Refusal extends Error {}
