// The post's form where scripts run. Everything here is a comfort: without it the text is typed in
// the textarea and saved just the same.

import { setUpPictureChoice } from "./picture_choice.js";
import { setUpPostForm } from "./post_form.js";
import { setUpDesk } from "./writing/desk.js";

document.querySelectorAll(".writing-desk").forEach(setUpDesk);
document.querySelectorAll(".picture-choice").forEach(setUpPictureChoice);
document.querySelectorAll("#post_form").forEach(setUpPostForm);
