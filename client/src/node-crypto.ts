/** What this package uses of `node:crypto`. */
export interface NodeCrypto {
  createHash: (name: "sha256") => { update: (data: Uint8Array) => { digest: () => Uint8Array } };
  createPrivateKey: (key: { key: Uint8Array; format: "der"; type: "pkcs8" }) => object;
  sign: (algorithm: null, data: Uint8Array, key: object) => Uint8Array;
}

/**
 * Node's own cryptography, where there is one. A promise of WebCrypto wakes a thread for each call,
 * which takes several times as long as a signature or a hash of a few kilobytes.
 */
export function nodeCrypto(): NodeCrypto | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => NodeCrypto } };
  return process?.getBuiltinModule?.("node:crypto");
}
