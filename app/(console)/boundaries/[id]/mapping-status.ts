import type { SavedMapping } from "#lib/boundary/mapping/kept/mapping-for";
import { noMapping } from "#lib/boundary/mapping/kept/read-document";
import type { BoundaryView } from "#lib/boundary/registry/list-boundaries";

type Live = Pick<SavedMapping, "version" | "document" | "digest" | "createdAt">;

/** `isUsed`: whether the boundary uses the live mapping. Undefined without a live mapping. */
export function mappingStatus(
  boundary: Pick<BoundaryView, "kind" | "mappingDigest" | "lastContactAt" | "revokedAt">,
  live: Live | undefined,
) {
  const { kind, mappingDigest, lastContactAt, revokedAt } = boundary;
  if (!live) return { isUsed: undefined, text: withoutMapping(mappingDigest) };
  const version = `Version ${live.version}`;
  if (live.document === noMapping)
    return {
      isUsed: undefined,
      text: `${version} ended the mapping in Countersign. The boundary uses its own file, or default types.`,
    };
  if (revokedAt) return { isUsed: undefined, text: `${version} was the last one.` };
  if (mappingDigest === live.digest) return { isUsed: true, text: `${version} is live.` };
  const hasAsked = lastContactAt !== null && lastContactAt > live.createdAt;
  const program = kind === "http_proxy" ? "proxy" : "gateway";
  return {
    isUsed: false,
    text: hasAsked
      ? `${version} isn't used. Update the ${program}, or read the error in its log.`
      : `${version} is live. The boundary uses it from its next call.`,
  };
}

function withoutMapping(mappingDigest: string | null): string {
  return mappingDigest === null
    ? "No mapping. Each tool has its default action type."
    : "The boundary uses the mapping in its own file.";
}
