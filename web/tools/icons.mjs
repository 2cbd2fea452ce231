// Builds the two SVG sprites from lucide-static (ISC licence): icons of the interface,
// and the pictures that small children sign in with. Only what is listed is shipped.
// Ours name → Lucide's file. Run by `npm run build`.
import { readFileSync, writeFileSync } from "node:fs";

const icons = {
  home: "house", users: "users", user: "user", "user-plus": "user-plus", space: "layout-grid", calendar: "calendar-days",
  folder: "folder", file: "file-text", message: "message-circle", video: "video", wall: "newspaper", homework: "notebook-pen",
  settings: "settings", search: "search", bell: "bell", shield: "shield-check", key: "key-round", passkey: "fingerprint-pattern",
  "log-out": "log-out", "log-in": "log-in", printer: "printer", upload: "upload", download: "download",
  check: "check", done: "circle-check", open: "circle", x: "x", alert: "triangle-alert", info: "info", undo: "undo-2", trash: "trash-2",
  plus: "plus", edit: "pencil", "chevron-down": "chevron-down", "chevron-left": "chevron-left", "chevron-right": "chevron-right",
  "arrow-right": "arrow-right", "arrow-left": "arrow-left", more: "ellipsis", menu: "menu", lock: "lock", unlock: "lock-open",
  qr: "qr-code", phone: "smartphone", laptop: "laptop", monitor: "monitor", eye: "eye", "eye-off": "eye-off", history: "history",
  archive: "archive", mail: "mail", child: "baby", guardian: "heart-handshake", graduation: "graduation-cap", school: "school",
  building: "building-2", university: "university", hospital: "hospital", health: "heart-pulse", sun: "sun", moon: "moon",
  languages: "languages", copy: "copy", card: "id-card", server: "server", disk: "hard-drive", clock: "clock", refresh: "refresh-cw",
  move: "arrow-right-left", columns: "columns-3", "arrow-up": "arrow-up", "arrow-down": "arrow-down", pause: "pause", play: "play", offline: "wifi-off",
  pin: "pin", send: "send", image: "image", clip: "paperclip", heart: "heart", sign: "pen-line", freeze: "snowflake", poll: "list-checks", frame: "scan-face",
};

// Nine animals, nine things to eat or that grow, nine things: far apart in shape and in name.
export const pictures = {
  cat: "cat", dog: "dog", fish: "fish", rabbit: "rabbit", turtle: "turtle", bird: "bird", snail: "snail", squirrel: "squirrel", bug: "bug",
  apple: "apple", banana: "banana", cherry: "cherry", grape: "grape", carrot: "carrot", cake: "cake", "ice-cream": "ice-cream-cone", tree: "tree-deciduous", flower: "flower-2",
  boat: "sailboat", car: "car", bike: "bike", train: "train-front", rocket: "rocket", umbrella: "umbrella", star: "star", house: "house", key: "key",
};

// The roof and three posts of a préau, drawn for us.
const own = { preau: '<path d="M2.4 9.6 12 4l9.6 5.6M4.8 9.6V20M12 9.6V20M19.2 9.6V20M2.4 20h19.2"/>' };

function inner(file) {
  const svg = readFileSync(new URL(`../node_modules/lucide-static/icons/${file}.svg`, import.meta.url), "utf8");
  const body = svg.match(/<svg[^>]*>([\s\S]*)<\/svg>/);
  if (!body) throw new Error(`${file}.svg: no drawing found`);
  return body[1].replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>");
}

function sprite(list, extra = {}) {
  const symbol = (name, body) => `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
  const symbols = [
    ...Object.entries(extra).map(([name, body]) => symbol(name, body)),
    ...Object.entries(list).map(([name, file]) => symbol(name, inner(file))),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence, copyright Lucide Icons and Contributors; parts from Feather, MIT, copyright Cole Bemis. https://lucide.dev/license -->\n${symbols.join("\n")}\n</svg>\n`;
}

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1c6b58"/><g transform="translate(4 4)" fill="none" stroke="#fff" stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round">${own.preau}</g></svg>\n`;

writeFileSync(new URL("../icons/sprite.svg", import.meta.url), sprite(icons, own));
writeFileSync(new URL("../icons/pictures.svg", import.meta.url), sprite(pictures));
writeFileSync(new URL("../icons/favicon.svg", import.meta.url), logo);
