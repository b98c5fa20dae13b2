// Without this file, Next.js would use the configuration of the folder above.
export default { turbopack: { root: process.cwd() }, distDir: "../../../.cache/bench-next" };
