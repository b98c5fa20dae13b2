/** Before the canonical text in a rendering's digest. */
export const renderingLabel = "countersign/rendering/v1\n";
/** Before the canonical text in a descriptor's digest. */
export const descriptorLabel = "countersign/descriptor/v1\n";
