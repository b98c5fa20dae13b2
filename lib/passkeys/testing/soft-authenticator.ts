import { createHash, sign } from "node:crypto";
import type { AssertionJson, AttestationJson } from "../credential-json.ts";
import { type Cbor, encodeCbor } from "./cbor.ts";
import { newCredential, type PasskeyAlgorithm, type SoftCredential } from "./soft-credential.ts";

/** Possible errors of a browser or authenticator, or changes by an attacker. Absent: correct. */
export interface Faults {
  challenge?: string;
  origin?: string;
  rpId?: string;
  type?: string;
  crossOrigin?: boolean;
  topOrigin?: string;
  userPresent?: boolean;
  userVerified?: boolean;
  backupEligible?: boolean;
  backedUp?: boolean;
  counter?: number;
  userHandle?: string | null;
  flipSignature?: boolean;
  residentKey?: boolean;
  /** Another text of the client data, or other authenticator data, signed in its place. */
  clientData?: (text: string) => string;
  authenticatorData?: (bytes: Buffer) => Uint8Array;
}

/**
 * A software passkey with real cryptography (WebAuthn Level 3 section 6): one credential,
 * created by `create` and used by `get`. For tests only.
 */
export class SoftAuthenticator {
  private current: SoftCredential | undefined;

  constructor(
    private readonly site: { origin: string; rpId: string },
    /** `counts: false` for the many authenticators whose counter is always 0. */
    private readonly traits: { backupEligible: boolean; counts: boolean; algorithm?: PasskeyAlgorithm } = {
      backupEligible: false,
      counts: true,
    },
  ) {}

  /** An authenticator with this credential. */
  static withCredential(
    site: { origin: string; rpId: string },
    credential: SoftCredential,
  ): SoftAuthenticator {
    const authenticator = new SoftAuthenticator(site);
    authenticator.current = credential;
    return authenticator;
  }

  /** The key pair, to move it into a browser. */
  get credential(): SoftCredential {
    if (!this.current) throw new Error("this authenticator has no credential yet: call create first");
    return this.current;
  }

  get credentialId(): string {
    return this.credential.id.toString("base64url");
  }

  /** COSE_Key bytes of the public key. */
  get publicKey(): Uint8Array {
    return new Uint8Array(this.credential.cosePublicKey);
  }

  /** Answers `navigator.credentials.create()`, with attestation "none". */
  create(options: { challenge: string; user: { id: string } }, faults: Faults = {}): AttestationJson {
    this.current = newCredential(options.user.id, this.traits.algorithm ?? "ES256");
    const clientData = this.clientData("webauthn.create", options.challenge, faults);
    const { id, cosePublicKey } = this.current;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.byteLength);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, cosePublicKey]);
    const authData = Buffer.concat([this.authenticatorData(faults, 0x40), attested]);
    const attestationObject = encodeCbor(
      new Map<string, Cbor>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]),
    );
    return {
      id: this.credentialId,
      rawId: this.credentialId,
      type: "public-key",
      authenticatorAttachment: "platform",
      clientExtensionResults: { credProps: { rk: faults.residentKey ?? true } },
      response: {
        clientDataJSON: clientData.toString("base64url"),
        attestationObject: attestationObject.toString("base64url"),
        transports: ["internal"],
      },
    };
  }

  /** Answers `navigator.credentials.get()`. */
  get(options: { challenge: string }, faults: Faults = {}): AssertionJson {
    const { credential } = this;
    if (this.traits.counts) credential.counter += 1;
    const clientData = this.clientData("webauthn.get", options.challenge, faults);
    const usual = this.authenticatorData(faults, 0);
    const authenticatorData = Buffer.from(faults.authenticatorData?.(usual) ?? usual);
    const signed = Buffer.concat([authenticatorData, createHash("sha256").update(clientData).digest()]);
    const signature = sign(
      credential.privateKey.asymmetricKeyType === "ed25519" ? null : "sha256",
      signed,
      credential.privateKey,
    );
    const last = signature.byteLength - 1;
    if (faults.flipSignature) signature.writeUInt8(signature.readUInt8(last) ^ 1, last);
    return {
      id: this.credentialId,
      rawId: this.credentialId,
      type: "public-key",
      authenticatorAttachment: "platform",
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authenticatorData.toString("base64url"),
        signature: signature.toString("base64url"),
        userHandle: faults.userHandle === undefined ? credential.userHandle : faults.userHandle,
      },
    };
  }

  private clientData(type: string, challenge: string, faults: Faults): Buffer {
    const collected = {
      type: faults.type ?? type,
      challenge: faults.challenge ?? challenge,
      origin: faults.origin ?? this.site.origin,
      crossOrigin: faults.crossOrigin ?? false,
      topOrigin: faults.topOrigin,
    };
    const text = JSON.stringify(collected);
    return Buffer.from(faults.clientData?.(text) ?? text);
  }

  private authenticatorData(faults: Faults, moreFlags: number): Buffer {
    const rpIdHash = createHash("sha256")
      .update(faults.rpId ?? this.site.rpId)
      .digest();
    const backupEligible = faults.backupEligible ?? this.traits.backupEligible;
    const flags =
      moreFlags |
      ((faults.userPresent ?? true) ? 0x01 : 0) |
      ((faults.userVerified ?? true) ? 0x04 : 0) |
      (backupEligible ? 0x08 : 0) |
      ((faults.backedUp ?? backupEligible) ? 0x10 : 0);
    const tail = Buffer.alloc(5);
    tail.writeUInt8(flags);
    tail.writeUInt32BE(faults.counter ?? this.credential.counter, 1);
    return Buffer.concat([rpIdHash, tail]);
  }
}
