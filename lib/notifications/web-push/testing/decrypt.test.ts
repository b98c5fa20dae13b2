import { expect, test } from "vitest";
import { decrypt } from "./decrypt.ts";

// RFC 8291 appendix A.
const body =
  "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
const keys = {
  privateKey: Buffer.from("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94", "base64url"),
  auth: Buffer.from("BTBZMqHH6r4Tts7J_aSIgg", "base64url"),
};

test("the example of RFC 8291 is decrypted, and an altered one refused", () => {
  const bytes = Buffer.from(body, "base64url");
  expect(decrypt(bytes, keys)).toBe("When I grow up, I want to be a watermelon");
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 20) ^ 1, bytes.length - 20);
  expect(() => decrypt(bytes, keys)).toThrow();
});
