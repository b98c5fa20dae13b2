import { scimFault } from "#lib/provisioning/scim/scim-fault";

const uniqueAttributes = new Map([
  ["people_user_name", "userName or email"],
  ["people_email", "userName or email"],
  ["people_external_id_by_client", "externalId"],
]);

/** Runs a write of a user name or address. @throws {CountersignError} `conflict` (`uniqueness`) */
export async function withUniqueUser<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (thrown) {
    const fault = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
    const name = (fault as { constraint_name?: string } | undefined)?.constraint_name;
    const taken = name === undefined ? undefined : uniqueAttributes.get(name);
    if (taken === undefined) throw thrown;
    throw scimFault("uniqueness", `Another user already has this ${taken}.`, thrown);
  }
}
