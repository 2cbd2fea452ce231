import { defineConfig } from "@playwright/test";
import { chromium } from "./chromium.mjs";
import base from "./playwright.config.ts";

// Pictures for docs/, not tests: `cargo xtask shots`.
export default defineConfig({
  ...base,
  testDir: "shots",
  testMatch: "*.ts",
  // The first test of a file throws the old pictures away.
  fullyParallel: false,
  // A browser has words of its own, such as those beside a file field: it speaks the language of the page.
  projects: ["fr", "en"].map((locale) => ({
    name: locale,
    use: { locale, launchOptions: { ...chromium, env: { ...process.env, LANGUAGE: locale } as Record<string, string> } },
  })),
});
