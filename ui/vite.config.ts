import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { budget } from "./budget";

export default defineConfig({
  plugins: [
    react(),
    // The widgets' own words, in the interface's languages only: the other thirty would double what is loaded.
    { ...optimizeLocales.vite({ locales: ["en-US", "es-ES", "fr-FR", "de-DE", "tr-TR"] }), enforce: "pre" },
    budget(),
  ],
  // The shell loads this address during development, so another port would show nothing.
  server: { port: 1420, strictPort: true },
  build: {
    // The content security policy allows no data: addresses for scripts or styles.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    include: ["{src,gallery}/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    // One processor less is the default, which on a machine with two takes twice the time.
    maxWorkers: "100%",
    // A machine that builds at the same time is slow.
    testTimeout: 60_000,
  },
});
