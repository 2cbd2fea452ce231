/** `<form data-upload>` shows how far a sending is; `[data-drop]` takes dropped files into its file input. */
import { parse, replace } from "./swap";

/** Sends the form, with progress; the page that answers is opened, or swapped in when it tells of a mistake. */
export function upload(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLElement>("[data-upload-progress]");
  const bar = box?.querySelector("progress");
  const percent = box?.querySelector("[data-upload-percent]");
  const text = box?.querySelector("[data-upload-text]");
  const button = form.querySelector<HTMLButtonElement>("button:not([type=button])");
  const request = new XMLHttpRequest();
  const over = () => button?.removeAttribute("aria-disabled");
  request.open("POST", form.getAttribute("action") ?? location.href);
  request.setRequestHeader("accept", "text/html");
  request.setRequestHeader("preau-said-later", "1");
  request.upload.onprogress = ({ loaded, total }) => {
    const share = Math.floor((100 * loaded) / Math.max(1, total));
    if (bar) bar.value = share;
    if (percent) percent.textContent = `${share} %`;
  };
  // All is sent: the server reads it now, for a time that nobody knows.
  request.upload.onload = () => {
    bar?.removeAttribute("value");
    if (percent) percent.textContent = "";
    if (text && form.dataset.uploadReading) text.textContent = form.dataset.uploadReading;
  };
  request.onload = () => {
    over();
    const main = parse(request.responseText).querySelector("main");
    if (request.status < 400 && request.responseURL !== location.href) location.assign(request.responseURL);
    else if (main && replace(main)) document.querySelector<HTMLElement>("main [role=alert]")?.focus();
    else location.reload();
  };
  request.onerror = () => {
    over();
    if (text && form.dataset.uploadFailed) text.textContent = form.dataset.uploadFailed;
  };
  request.onabort = () => { over(); if (box) box.hidden = true; };
  if (box) box.hidden = false;
  const stop = box?.querySelector<HTMLButtonElement>("[data-upload-stop]");
  if (stop) stop.onclick = () => request.abort();
  button?.setAttribute("aria-disabled", "true");
  request.send(new FormData(form));
}

export function drop(zone: HTMLElement): void {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) return;
  const over = (on: boolean) => (event: DragEvent) => {
    event.preventDefault();
    zone.toggleAttribute("data-over", on);
  };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer?.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}
