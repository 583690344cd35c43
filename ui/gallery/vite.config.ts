import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Every component and page in every state, to look at in a browser, with made-up answers instead of the app. */
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  plugins: [react()],
  server: { port: 1421, strictPort: true, open: "/gallery/" },
});
