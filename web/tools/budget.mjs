// What a phone on 400 kbit/s has to wait for, in bytes after gzip. Fails the build when a limit is passed.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", dist), "utf8"));
const limits = {
  "style/app.css": 12_000, "page/main.ts": 4_500, "page/passkey.ts": 3_000, "page/push.ts": 1_500, "page/outbox.ts": 9_500, "page/sw.ts": 2_000,
  "icons/sprite.svg": 6_000,
};

let over = 0;
for (const [source, limit] of Object.entries(limits)) {
  const entry = manifest[source];
  const files = [entry.file, ...(entry.imports ?? []).map((key) => manifest[key].file)];
  const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0);
  if (size > limit) over++;
  console.log(`${size > limit ? "TOO BIG" : "ok"}  ${source}  ${size} of ${limit} bytes`);
}
process.exitCode = over > 0 ? 1 : 0;
