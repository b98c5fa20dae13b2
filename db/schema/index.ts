// The whole schema in one object, for drizzle and drizzle-kit alone; everything else imports the concept's own file.
export * from "./agents.ts";
export * from "./audit.ts";
export * from "./auth.ts";
export * from "./delegations.ts";
export * from "./directory.ts";
export * from "./grants.ts";
export * from "./groups.ts";
export * from "./jobs.ts";
export * from "./notices.ts";
export * from "./ownership.ts";
export * from "./passkeys.ts";
export * from "./policy.ts";
export * from "./proposals.ts";
export * from "./requests.ts";
export * from "./scim.ts";
export * from "./signals.ts";
export * from "./sso.ts";
