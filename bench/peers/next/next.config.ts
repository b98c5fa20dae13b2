import type { NextConfig } from "next";

// Without this file, Next.js would use the configuration of the folder above.
const config: NextConfig = { turbopack: { root: process.cwd() }, distDir: "../../../.cache/bench-next" };

export default config;
