import type { NewMail } from '../platform/mails.store.ts'

type Invitation = { readonly to: string; readonly company: string; readonly by: string; readonly link: string }

/** The mail with an invitation. */
export const invitationLetter = ({ to, company, by, link }: Invitation): NewMail => ({
  purpose: 'invitation',
  to,
  subject: `${by} invites you to ${company} on Renubu`,
  text: `Hello,

${by} has invited you to work with ${company}'s customers on Renubu.

Open this link to choose a password and come in:
${link}

It holds for seven days and works once. If you do not expect this, do nothing; nobody comes in without the link.
`,
})

/** The mail with the way to a new password. */
export const passwordLetter = ({ to, link }: { readonly to: string; readonly link: string }): NewMail => ({
  purpose: 'password',
  to,
  subject: 'A new password for Renubu',
  text: `Hello,

somebody, we hope it was you, has asked for a new password for ${to}.

Open this link to choose one:
${link}

It holds for an hour and works once. If it was not you, do nothing: your password stays as it is.
`,
})
