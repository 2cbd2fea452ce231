import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

// Pictures for docs/, not tests: `cargo xtask shots`.
export default defineConfig({
  ...base,
  testDir: "shots",
  testMatch: "*.ts",
  timeout: 300_000,
});
