/** What people write down after a conversation. `{who}` is the first name of the one they spoke to. */

export const CALL_NOTES = [
  '{who} wanted to know how other teams set up approvals. Walked through the two-step variant, they will try it with the Lyon office first.',
  'Short check-in. New starters in the service team, {who} asks for a second onboarding session; sent two dates.',
  '{who} is happy with the new export, but finance still copies totals by hand. Promised an example of the scheduled report.',
  'Talked about the audit in spring. {who} needs the access log by person; showed where it is.',
  'Went through open tickets with {who}. Two can be closed, one waits for the next release.',
  '{who} mentioned a reorganisation: two regions merge in the summer. Seats may move, the total should stay.',
  'Quick call about single sign-on. Their identity provider changes, {who} will send the new metadata.',
  '{who} asked for benchmarks in their industry. Sent the one-pager, they will share it with the leadership team.',
  'Reviewed adoption by team. {who} was surprised how little the night shift uses it; we plan a fifteen-minute training on site.',
  '{who} is preparing the budget and asked for the price of fifty more seats. No decision before the board meets.',
  'Their project lead is on leave until next month, {who} stands in. Nothing urgent, agreed to keep the rhythm.',
  '{who} told me that the pilot in the second plant went well. They want to show the result at their town hall.',
  'Discussed the data clean-up. {who} will archive the old workspaces, we help with the mapping.',
  'Call about notifications: too many for the managers. Changed the digest to daily, {who} will report back in two weeks.',
] as const

export const MEETING_NOTES = [
  'Working session on the renewal of their process map. {who} took the actions; next session in three weeks.',
  'Joint workshop with operations and IT. They agreed on one owner for master data, which unblocks the integration.',
  'Training for eleven team leads. Good questions about delegation; recording shared.',
  'Planning for the coming half year. {who} wants to bring procurement on board, we sketch the business case together.',
  'Roadmap session. Biggest interest: mobile approvals and the new audit view. {who} joins the preview group.',
  'Met {who} and the new head of IT. He asked hard questions about backups and left satisfied.',
  'Went through the adoption figures team by team. Two teams are stuck at the import; booked a session for each.',
  'Kick-off for the analytics module. Scope is clear, {who} names the data owner by Friday.',
  'Reviewed the integration with their ERP. Error rate is down to four a day, {who} is content.',
  'Discussed templates for the three new sites. {who} will copy the ones from the main office.',
] as const

export const EMAIL_NOTES = [
  '{who} confirmed the dates for the training and sent the list of participants.',
  '{who} wrote that the import runs without errors since the weekend. Thanks to support.',
  'Answer from {who}: the change of invoicing address is done, purchase order number follows.',
  '{who} asks for the recording of the last session and for the slide about permissions.',
  '{who} sent three wishes for the roadmap. Logged them and explained what is planned.',
  'Mail from {who}: the new site goes live on Monday, please keep an eye on it.',
  '{who} forwarded a question of their data protection officer about storage in the EU; answered with the sheet.',
  '{who} thanked for the quick help with the locked account.',
] as const

export const REVIEW_NOTES = [
  'Business review. Usage and outcomes against the goals of the quarter: two of three met. {who} wants faster reporting for the board; agreed on one measurable goal for the next quarter.',
  'Quarterly review with leadership. They value the shorter hand-over times (from four days to two). Open point: adoption in the field teams. {who} sponsors a push in two regions.',
  'Review of the half year. Savings of about 300 hours in the back office, confirmed by {who}. Next: connect the warehouse system.',
  'Business review with {who} and the finance lead. Return on the licence shown with their own figures; they asked for a multi-year offer to compare.',
  'Review on site. Walked the floor, saw the workarounds that reports never show. Three improvements agreed, owner and date for each.',
  'Executive review. Short and good: the goals for the year are on track, {who} is willing to speak at our user day.',
] as const
