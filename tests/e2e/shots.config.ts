import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

// Pictures for docs/, not tests: `cargo xtask shots`.
export default defineConfig({
  ...base,
  testDir: "shots",
  testMatch: "*.ts",
  // The first test of a file throws the old pictures away.
  fullyParallel: false,
  projects: ["fr", "en"].map((locale) => ({ name: locale, use: { locale } })),
});
