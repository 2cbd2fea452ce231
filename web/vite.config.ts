import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { browserslistToTargets } from "lightningcss";
import browserslist from "browserslist";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// Phones bought in 2021 and never updated since.
const oldest = "chrome >= 90, firefox >= 91, safari >= 15, ios_saf >= 15";

/** Files that pages name by themselves (sprites, favicon) get a hashed name and a manifest entry too. */
function named(files: string[]): Plugin {
  return {
    name: "preau-named-files",
    generateBundle() {
      for (const path of files) {
        this.emitFile({ type: "asset", name: path.split("/").pop(), originalFileName: path, source: readFileSync(path) });
      }
    },
  };
}

/** Beside each text file its packed forms, at the best level: the server packs none of them again for each reader. */
function packed(): Plugin {
  return {
    name: "preau-packed-files",
    writeBundle({ dir = "dist" }, bundle) {
      for (const name of Object.keys(bundle).filter((name) => /\.(css|js|svg)$/.test(name))) {
        const path = `${dir}/${name}`;
        const bytes = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(bytes));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: "/assets/",
  publicDir: false,
  plugins: [
    named([
      "icons/sprite.svg", "icons/pictures.svg", "icons/favicon.svg",
      "icons/app-192.png", "icons/app-512.png", "icons/app-maskable-512.png", "icons/app-ios-180.png",
    ]),
    packed(),
  ],
  css: { transformer: "lightningcss", lightningcss: { targets: browserslistToTargets(browserslist(oldest)) } },
  build: {
    outDir: "dist",
    assetsDir: "",
    manifest: "manifest.json",
    target: ["chrome90", "firefox91", "safari15"],
    cssMinify: "lightningcss",
    assetsInlineLimit: 0, // data: addresses would need a hole in the Content-Security-Policy
    modulePreload: false,
    reportCompressedSize: true,
    rollupOptions: {
      input: ["style/app.css", "style/print.css", "style/fonts.css", "page/main.ts", "page/passkey.ts", "page/push.ts", "page/sw.ts"],
    },
  },
  test: { environment: "happy-dom", include: ["page/**/*.test.ts"] },
});
