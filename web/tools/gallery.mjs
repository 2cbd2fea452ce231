// Serves the gallery: gallery/*.html wrapped in a shell, with the built files of dist/ under /assets/,
// and with the same Content-Security-Policy as the product, so that a page that would break there breaks here.
// `node tools/gallery.mjs` prints the address; PORT chooses the port.
import { createServer } from "node:http";
import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const web = fileURLToPath(new URL("..", import.meta.url));
const types = { ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".html": "text/html; charset=utf-8" };
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const read = (path) => readFileSync(join(web, path), "utf8");

export const pages = () =>
  readdirSync(join(web, "gallery")).filter((file) => file.endsWith(".html") && !file.startsWith("_")).map((file) => file.slice(0, -5));

/** One page: its first line names title, shell and current place; `{{icon x}}` and `{{picture x}}` draw. */
export function render(name) {
  const source = read(`gallery/${name}.html`);
  const [head, ...rest] = source.split("\n");
  const setting = (key, otherwise) => head.match(new RegExp(`${key}="([^"]*)"`))?.[1] ?? otherwise;
  const shell = read(`gallery/_${setting("shell", "app")}.html`);
  return shell
    .replace("{{main}}", () => rest.join("\n"))
    .replaceAll("{{title}}", setting("title", name))
    .replaceAll("{{main-class}}", setting("class", ""))
    .replaceAll("{{qr}}", () => read("gallery/_qr.svg"))
    .replaceAll(`data-nav="${setting("nav", "none")}"`, 'aria-current="page"')
    .replace(/ data-nav="[^"]*"/g, "")
    .replace(/\{\{icon-l ([\w-]+)\}\}/g, '<svg class="icon icon-l" aria-hidden="true"><use href="/assets/icons/sprite.svg#$1"/></svg>')
    .replace(/\{\{icon-flip ([\w-]+)\}\}/g, '<svg class="icon icon-flip" aria-hidden="true"><use href="/assets/icons/sprite.svg#$1"/></svg>')
    .replace(/\{\{icon ([\w-]+)\}\}/g, '<svg class="icon" aria-hidden="true"><use href="/assets/icons/sprite.svg#$1"/></svg>')
    .replace(/\{\{picture ([\w-]+)\}\}/g, '<svg aria-hidden="true"><use href="/assets/icons/pictures.svg#$1"/></svg>');
}

/** A file of dist by its hashed name, or by its source's name through the manifest. */
function asset(path) {
  const entry = JSON.parse(read("dist/manifest.json"))[path];
  return readFileSync(join(web, "dist", entry ? entry.file : path));
}

export function serve(port = 0) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://gallery");
    try {
      const found = pathname.startsWith("/assets/") ? asset(pathname.slice(8)) : pathname === "/" ? index() : render(pathname.slice(1).replace(/[^\w-]/g, ""));
      const type = types[extname(pathname)] ?? (pathname.endsWith(".ts") ? types[".js"] : types[".html"]);
      response.writeHead(200, { "content-type": type, "content-security-policy": csp, "content-encoding": "gzip" }).end(gzipSync(found));
    } catch (cause) {
      response.writeHead(404, { "content-type": "text/plain" }).end(String(cause));
    }
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve({ server, address: `http://127.0.0.1:${server.address().port}` })));
}

const index = () => `<!doctype html><html lang="en"><title>Gallery</title><h1>Gallery</h1><ul>${pages().map((name) => `<li><a href="/${name}">${name}</a></li>`).join("")}</ul></html>`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log((await serve(Number(process.env.PORT ?? 0))).address);
}
