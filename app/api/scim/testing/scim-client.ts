import { api } from "#app/api/index";
import type { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { issueScimToken } from "#lib/provisioning/scim/tokens";

export interface ScimResponse {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests say which members they expect
  body: any;
}

/** The SCIM client of a directory: calls with its own token as Okta and Entra do. For tests only. */
export class ScimClient {
  constructor(
    readonly token: string,
    readonly tokenId: string,
  ) {}

  static async open(workspace: RunningWorkspace, admin: SignedInPerson): Promise<ScimClient> {
    const issue = { actor: admin.viewer, name: "Test directory", expiresInDays: 30, now: workspace.time.now };
    const { token, tokenId } = await issueScimToken(workspace.db, issue);
    return new ScimClient(token, tokenId);
  }

  /** Sends a body verbatim when it is a text, else as JSON. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ScimResponse> {
    const response = await api.request(`/scim/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { "content-type": "application/scim+json" }),
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  }

  get(path: string, headers?: Record<string, string>): Promise<ScimResponse> {
    return this.call("GET", path, undefined, headers);
  }

  /** A person in the directory, provisioned here. @returns their id */
  async provision(userName: string, more: object = {}): Promise<string> {
    const { status, body } = await this.call("POST", "/Users", {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName,
      externalId: `ext-${userName}`,
      name: { givenName: "Grace", familyName: "Hopper" },
      emails: [{ primary: true, type: "work", value: userName }],
      active: true,
      ...more,
    });
    if (status !== 201) throw new Error(`not provisioned: ${JSON.stringify(body)}`);
    return body.id;
  }

  patch(path: string, ...Operations: object[]): Promise<ScimResponse> {
    return this.call("PATCH", path, {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      Operations,
    });
  }
}
