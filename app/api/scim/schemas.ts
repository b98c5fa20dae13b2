import { enterpriseUrn, groupUrn, userUrn } from "#lib/provisioning/scim/scim-fault";

interface Attribute {
  name: string;
  type: "string" | "boolean" | "complex" | "reference";
  multiValued: boolean;
  description: string;
  required: boolean;
  caseExact: boolean;
  mutability: "readWrite" | "readOnly" | "immutable";
  returned: "always" | "default";
  uniqueness: "none" | "server";
  subAttributes?: Attribute[];
  referenceTypes?: string[];
}

/** An attribute as RFC 7643, section 7, describes it: by default a single optional text. */
function attribute(name: string, description: string, more: Partial<Attribute> = {}): Attribute {
  return {
    name,
    type: "string",
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    ...more,
  };
}

const userAttributes = [
  attribute("userName", "User name in the directory.", { required: true, uniqueness: "server" }),
  attribute("name", "The person's name.", {
    type: "complex",
    subAttributes: [
      attribute("formatted", "Full name."),
      attribute("givenName", "Given name."),
      attribute("familyName", "Family name."),
    ],
  }),
  attribute("displayName", "Display name."),
  attribute("title", "Job title."),
  attribute(
    "active",
    "Whether the person has access. false suspends them immediately and quarantines their agents.",
    {
      type: "boolean",
    },
  ),
  attribute("emails", "Email. If there are several, the primary or work email is stored.", {
    type: "complex",
    multiValued: true,
    subAttributes: [
      attribute("value", "The email."),
      attribute("type", "Always work."),
      attribute("primary", "Always true.", { type: "boolean" }),
    ],
  }),
];

const enterpriseAttributes = [
  ["employeeNumber", "Employee number."],
  ["costCenter", "Cost center."],
  ["organization", "Organization."],
  ["division", "Division."],
  ["department", "Department."],
].map(([name = "", description = ""]) => attribute(name, description));

const groupAttributes = [
  attribute("displayName", "Group name, as shown to admins in rules.", {
    required: true,
    uniqueness: "server",
  }),
  attribute("members", "Group members.", {
    type: "complex",
    multiValued: true,
    subAttributes: [
      attribute("value", "The ID of a User.", { caseExact: true, mutability: "immutable" }),
      attribute("$ref", "Where the User is.", {
        type: "reference",
        referenceTypes: ["User"],
        mutability: "readOnly",
      }),
      attribute("display", "Their name.", { mutability: "readOnly" }),
      attribute("type", "Always User.", { mutability: "immutable" }),
    ],
  }),
];

/** What resources have, by schema. */
export const schemas = [
  { id: userUrn, name: "User", description: "A person", attributes: userAttributes },
  {
    id: enterpriseUrn,
    name: "EnterpriseUser",
    description: "Enterprise User",
    attributes: enterpriseAttributes,
  },
  { id: groupUrn, name: "Group", description: "A group of approvers", attributes: groupAttributes },
];
