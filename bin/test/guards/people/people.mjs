export default [
  {
    name: "external-id-of-a-client",
    invariant: "an externalId is one user's of a client (RFC 7643, section 3.1)",
    file: "lib/provisioning/scim/users/create-user.ts",
    find: "externalBy: columns.externalId === null ? null : actor.id",
    replace: "externalBy: columns.externalId === null ? actor.id : null",
    tests: ["app/api/scim/external-id.test.ts"],
  },
];
