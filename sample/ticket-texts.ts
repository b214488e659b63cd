import type { TicketPriority } from '../src/spine/words.ts'

export type TicketText = { readonly subject: string; readonly body: string; readonly priority: TicketPriority }

/** Everyday tickets of a healthy customer: questions, small faults, wishes. Their tone is neutral or friendly. */
export const EVERYDAY_TICKETS: readonly TicketText[] = [
  {
    subject: 'How do I change the owner of a workspace?',
    body: 'Our colleague moved to another department. Where can I hand over her workspace to me? I could not find it under members. Thank you!',
    priority: 'low',
  },
  {
    subject: 'CSV export has a comma as decimal separator',
    body: 'When I export the monthly report the amounts have a comma, but our ERP expects a point. Is there a setting for it?',
    priority: 'normal',
  },
  {
    subject: 'Add three users to the reporting group',
    body: 'Please let me know how to add three people to a group at once, the dialog takes only one at a time.',
    priority: 'low',
  },
  {
    subject: 'Single sign-on: new certificate',
    body: 'Our certificate runs out at the end of the month. Could you tell us where to upload the new one and whether users have to sign in again?',
    priority: 'normal',
  },
  {
    subject: 'Webhook sends the old field name',
    body: 'Since the update the webhook still sends "acct_ref" and not "accountReference" as the documentation says. No hurry, we mapped it for now.',
    priority: 'normal',
  },
  {
    subject: 'Wish: duplicate a dashboard',
    body: 'It would be great to duplicate a dashboard with its filters. We build the same one for each plant. Thanks for considering it.',
    priority: 'low',
  },
  {
    subject: 'Date format in e-mails',
    body: 'The reminders show the date as month/day. Our people in Vienna read it the other way round. Can this follow the language of the person?',
    priority: 'low',
  },
  {
    subject: 'Import: 14 rows rejected',
    body: 'Our upload of 2,300 rows went through except 14. The report says "unknown unit". Which units are allowed?',
    priority: 'normal',
  },
  {
    subject: 'Mobile app asks to sign in each morning',
    body: 'Since the last version two of our technicians have to sign in every morning. The others are fine. Both use Android 14.',
    priority: 'normal',
  },
  {
    subject: 'Where can I see who approved a request?',
    body: 'For an audit I need to show who approved and when. I see the name but not the time. Can you point me to it?',
    priority: 'low',
  },
  {
    subject: 'Two-factor reset for a colleague',
    body: 'A colleague has a new phone. Please reset the second factor for her account, her manager confirmed it in copy.',
    priority: 'high',
  },
  {
    subject: 'Rounding difference of a cent in the summary',
    body: 'The total of the page and the total of the PDF differ by one cent on some invoices. Example attached.',
    priority: 'normal',
  },
  {
    subject: 'Can we rename the status "parked"?',
    body: 'Our team calls it "waiting for supplier". Is there a way to rename it for our workspace only?',
    priority: 'low',
  },
  {
    subject: 'Calendar feed shows meetings an hour late',
    body: 'After the clocks changed the feed in Outlook is one hour off for recurring entries. New ones are right.',
    priority: 'normal',
  },
  {
    subject: 'API rate limit for the nightly sync',
    body: 'We plan to sync 40,000 records each night. Which limit applies to our plan, and do you recommend the batch endpoint?',
    priority: 'normal',
  },
  {
    subject: 'Training material in French',
    body: 'Do you have the quick guide in French? Our Lyon office starts next month. Thank you very much.',
    priority: 'low',
  },
  {
    subject: 'Filter is forgotten when I come back',
    body: 'I set a filter on the list, open an entry and go back: the filter is gone. It worked last month, I believe.',
    priority: 'normal',
  },
  {
    subject: 'Slow page: inventory with more than 5,000 rows',
    body: 'The inventory list takes about eight seconds to open for the large site. Other lists are quick. Could you have a look?',
    priority: 'normal',
  },
  {
    subject: 'Change the billing address',
    body: 'We moved. The new billing address is in the attached letter. Please confirm that the next invoice goes there.',
    priority: 'low',
  },
  {
    subject: 'Thank you and a small question',
    body: 'The new approval view is great, our managers love it. One question: can it be the start page for them?',
    priority: 'low',
  },
  {
    subject: 'Field for purchase order number',
    body: 'Can we make the purchase order number mandatory for requests above 1,000? Our auditors would like that.',
    priority: 'low',
  },
  {
    subject: 'Scheduled report arrived twice',
    body: 'The Monday report came twice today, at 6:00 and at 6:04. Content is the same. Just so that you know.',
    priority: 'low',
  },
  {
    subject: 'Cannot attach files larger than 20 MB',
    body: 'Our drawings have 25 to 30 MB. Is there a way to raise the limit, or another way you recommend?',
    priority: 'normal',
  },
  {
    subject: 'Permission to see, but not to edit',
    body: 'We want external auditors to read two folders and nothing else. Which role do we give them?',
    priority: 'low',
  },
]

/** Tickets of a customer who has trouble, but stays reasonable. */
export const TROUBLED_TICKETS: readonly TicketText[] = [
  {
    subject: 'Sync with the ERP stops at night',
    body: 'For three nights in a row the sync stopped at 2:10 and our team had to enter orders by hand. This is a real problem at the end of the month. Please look into it.',
    priority: 'high',
  },
  {
    subject: 'Approvals lost after the update',
    body: 'Seven approvals that were given yesterday are open again. Our managers are annoyed and had to do them twice. What happened?',
    priority: 'high',
  },
  {
    subject: 'Numbers in the report are wrong',
    body: 'The revenue by region is wrong since Tuesday: the north is counted twice. We sent it to the board before we noticed, which was embarrassing.',
    priority: 'high',
  },
  {
    subject: 'Still waiting for an answer',
    body: 'I asked about the failed import nine days ago and have heard nothing since the automatic reply. Could somebody please have a look?',
    priority: 'normal',
  },
  {
    subject: 'Users are locked out every Monday',
    body: 'Every Monday morning about ten people cannot sign in and call our help desk. It costs us an hour each week. This is the third ticket about it.',
    priority: 'high',
  },
  {
    subject: 'Search does not find new entries',
    body: 'Entries from this week do not appear in the search. People create duplicates because they believe the entry is missing.',
    priority: 'normal',
  },
  {
    subject: 'Mobile app crashes when a photo is added',
    body: 'Our technicians cannot add photos on site, the app crashes each time. They are frustrated and write on paper again.',
    priority: 'high',
  },
  {
    subject: 'Export fails above 10,000 rows',
    body: 'The export ends with an error above 10,000 rows. We need the full list for the auditors by Thursday.',
    priority: 'high',
  },
  {
    subject: 'Wrong totals on the invoice',
    body: 'We were invoiced for 210 seats but have 180. This is the second month. Please correct it, accounting refuses to pay otherwise.',
    priority: 'normal',
  },
  {
    subject: 'Integration broken after the password change',
    body: 'Since we changed the service password nothing arrives. The error message says nothing helpful. We lost two days already.',
    priority: 'high',
  },
  {
    subject: 'Performance is getting worse',
    body: 'Opening an order takes ten seconds in the afternoon. In spring it was two. Our people complain about it every day.',
    priority: 'normal',
  },
  {
    subject: 'Notifications do not arrive',
    body: 'Since Friday no notifications arrive for the whole service team, so two customers waited for nothing. Please check.',
    priority: 'high',
  },
]

/** Tickets of somebody who is about to leave. */
export const LEAVING_TICKETS: readonly TicketText[] = [
  {
    subject: 'How to export all our data',
    body: 'We need a complete export of all our data including attachments, as we are evaluating an alternative. Which formats do you offer?',
    priority: 'normal',
  },
  {
    subject: 'Notice period in our contract',
    body: 'Please confirm the notice period and to whom the cancellation has to be sent. Our procurement is asking.',
    priority: 'normal',
  },
  {
    subject: 'Third outage this month',
    body: 'This is the third outage this month and it is unacceptable. If this does not get better we will have to switch to another vendor.',
    priority: 'urgent',
  },
  {
    subject: 'We are considering to cancel',
    body: 'Frankly, we are disappointed. The promised integration is a year late and support is slow. We are considering to cancel at the end of the term.',
    priority: 'high',
  },
]
