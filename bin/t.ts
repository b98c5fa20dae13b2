import { bundleVerifier } from "./setup/bundle-verifier.ts";
await bundleVerifier("/tmp/vp");
