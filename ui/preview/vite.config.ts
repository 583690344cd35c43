import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The pages with the fake platform, to look at in a browser: http://localhost:1421/preview/?scene=export */
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  plugins: [react()],
  server: { port: 1421, strictPort: true, open: "/preview/" },
});
