/** The roles as people read them. */
export const roleNames = { admin: "Admin", approver: "Approver", auditor: "Auditor" } as const;
