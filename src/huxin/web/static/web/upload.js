// Shows how far an upload has come. Without it the form sends itself, as any other does.
"use strict";
document.addEventListener("submit", (event) => {
  const form = event.target, shown = document.querySelector(".sending");
  if (form.enctype !== "multipart/form-data" || !shown) return;
  event.preventDefault();
  const bar = shown.querySelector("progress"), words = shown.querySelector("p");
  const button = form.querySelector("button"), request = new XMLHttpRequest();
  button.disabled = true;
  shown.hidden = false;
  request.upload.addEventListener("progress", (step) => {
    const percent = Math.floor((100 * step.loaded) / step.total);
    bar.value = percent;
    words.textContent = shown.dataset.sending.replace("%%", `${percent}%`);
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    words.textContent = shown.dataset.reading;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) return location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    document.documentElement.replaceWith(page.documentElement);
    document.getElementById("refusal")?.focus();
  });
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action);
  request.send(new FormData(form));
});
