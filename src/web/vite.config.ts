import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    emptyOutDir: true,
    // The page's policy allows no data: address for fonts or scripts, so everything stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: {
      output: {
        // What a release rarely changes keeps its name, and so its place in every browser's cache.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            // Together, so that no page's contract is made before the schemas are told to do without `new Function`.
            { name: 'schemas', test: /node_modules[\\/]zod[\\/]|[\\/]src[\\/]web[\\/]without-eval\.ts$/ },
            { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/]/ },
            // Without sliders: only what is tried out has them, and all of that comes later.
            {
              name: 'mantine',
              test: /node_modules[\\/](@mantine|@floating-ui|react-[a-z-]+)[\\/](?!.*[\\/]Slider[\\/]).*\.m?js$/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': `http://localhost:${process.env['PORT'] ?? '3000'}` } },
})
