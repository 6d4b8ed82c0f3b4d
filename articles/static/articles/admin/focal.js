// The focal point: clicked or dragged on the picture, moved by the arrow keys, or typed. The
// shapes follow at once, in the quarters that the public pages know.

const STEP = 0.01;

for (const framing of document.querySelectorAll("[data-focal]")) {
  const fields = { x: document.querySelector("#id_focal_x"), y: document.querySelector("#id_focal_y") };
  if (fields.x && fields.y) {
    setUp(framing, fields);
  }
}

function setUp(framing, fields) {
  const whole = framing.querySelector(".framing-whole");
  const image = whole.querySelector("img");
  const point = whole.querySelector(".framing-point");
  const crops = framing.querySelectorAll(".framing-shapes img");

  const show = () => {
    for (const [axis, field] of Object.entries(fields)) {
      const place = Math.min(Math.max(Number(field.value) || 0, 0), 1);
      point.style[axis === "x" ? "left" : "top"] = `${place * 100}%`;
      for (const crop of crops) {
        for (let quarter = 0; quarter <= 4; quarter += 1) {
          crop.classList.toggle(`${axis}${quarter}`, quarter === Math.round(place * 4));
        }
      }
    }
  };
  const set = (axis, place) => {
    const field = fields[axis];
    field.value = Math.min(Math.max(place, 0), 1).toFixed(2);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const follow = (event) => {
    const box = image.getBoundingClientRect();
    set("x", (event.clientX - box.left) / box.width);
    set("y", (event.clientY - box.top) / box.height);
  };

  point.hidden = false;
  whole.classList.add("framing-live");
  whole.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    whole.setPointerCapture(event.pointerId);
    point.focus();
    follow(event);
  });
  whole.addEventListener("pointermove", (event) => {
    if (whole.hasPointerCapture(event.pointerId)) {
      follow(event);
    }
  });
  point.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", -1], ArrowDown: ["y", 1] };
    const [axis, direction] = move[event.key] ?? [];
    if (axis) {
      event.preventDefault();
      set(axis, Number(fields[axis].value) + direction * STEP * (event.shiftKey ? 10 : 1));
    }
  });
  for (const field of Object.values(fields)) {
    field.addEventListener("input", show);
  }
  show();
}
