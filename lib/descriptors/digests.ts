import { canonicalJson, type Json } from "#client/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import type { Descriptor } from "./descriptor.ts";
import { descriptorLabel, renderingLabel } from "./render/labels.ts";
import type { Rendering } from "./render/rendering.ts";

/** base64url(SHA-256("countersign/rendering/v1\n" || JCS of the rendering)). */
export function renderingDigest(rendering: Rendering): string {
  return base64url(sha256(renderingLabel, canonicalJson(rendering as unknown as Json)));
}

/** base64url(SHA-256("countersign/descriptor/v1\n" || JCS of the descriptor)). */
export function descriptorDigest(descriptor: Descriptor): string {
  return base64url(sha256(descriptorLabel, canonicalJson(descriptor as unknown as Json)));
}
