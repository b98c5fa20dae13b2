import type { Framework } from "./control.ts";

/** Criteria about access, monitoring and change, known by their statements alone. */
export const soc2: Framework = {
  id: "soc-2",
  title: "SOC 2: access, monitoring and change",
  version: "Trust Services Criteria 2017 (points of focus revised 2022)",
  source:
    "https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022",
  controls: [
    {
      id: "CC6.1",
      name: "Logical access security software, infrastructure and architectures over protected information assets",
      extent: "partly",
      enforced: [
        "Agents act through boundaries that require a grant for the exact action. Grants are signed, single-use and short-lived.",
      ],
      figures: ["requestsAsked", "blocked", "redemptionsRefused"],
      gaps: ["Access that does not pass a boundary is not controlled."],
    },
    {
      id: "CC6.2",
      name: "Registration and authorization of users before credentials are issued, and removal of credentials",
      extent: "enforced",
      enforced: [
        "People are invited by an admin or by the directory, and agents enroll with a one-time code.",
        "Deactivating a person removes passkeys and sessions and quarantines their agents at the same time.",
      ],
      figures: ["approversWithPasskey", "agentsWithoutKey", "keysRevoked", "agentsQuarantined"],
      gaps: ["Only people and agents in Countersign are covered."],
    },
    {
      id: "CC6.3",
      name: "Authorization, modification and removal of access by role, least privilege and segregation of duties",
      extent: "enforced",
      enforced: [
        "Roles take effect immediately. Rules require groups or several approvers, and never the agent itself.",
        "A second admin can be required for changes of roles, settings and policy.",
      ],
      figures: ["agentsAttested", "ownersChanged", "defaultHits"],
      gaps: ["If one admin can publish alone, duties are not separated. Require two admins in Settings."],
    },
    {
      id: "CC6.6",
      name: "Logical access security measures against threats from outside the system's boundaries",
      extent: "partly",
      enforced: ["Calls with a wrong signature, an old time or an inactive agent are rejected and counted."],
      figures: ["callsRefused", "decisionsRefused"],
      gaps: ["Networks, firewalls and hosts are not protected."],
    },
    {
      id: "CC7.2",
      name: "Monitoring of system components for anomalies",
      extent: "partly",
      enforced: [
        "Approvers see what is unusual about a request. Floods are shown as one, and break-glass approvals and uncertain executions stay open until a person resolves them.",
      ],
      figures: ["breakGlassOpen", "uncertainExecutions", "policyFaults"],
      gaps: ["Other systems need their own monitoring. Audit events can be exported to it."],
    },
    {
      id: "CC8.1",
      name: "Authorization, testing, approval and implementation of changes",
      extent: "partly",
      enforced: [
        "Policy is versioned. A draft can be previewed against past requests, and publishing is signed with a passkey.",
        "Changes that agents make to infrastructure can be required to have an approval of the exact change.",
      ],
      figures: ["policyPublished", "monitoredRules"],
      gaps: ["Changes that people make without an agent are not covered."],
    },
  ],
};
