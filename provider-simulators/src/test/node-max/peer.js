// A small bot on the messenger's own SDK: asks who comes by a link, takes the answer, and edits its question.
// Arguments: base URL, token. Prints what it saw when somebody writes "bye"; a watchdog ends it if nobody does.
'use strict';
const { Bot, Keyboard } = require('@maxhub/max-bot-api');

const [baseUrl, token] = process.argv.slice(2);
const watchdog = setTimeout(() => { console.error('nobody said bye in time'); process.exit(1); }, 30000);
const bot = new Bot(token, { clientOptions: { baseUrl } });
const seen = { started: [], commands: [], taps: [], texts: [], stopped: [] };

bot.catch(error => { console.error(error); process.exit(1); });
bot.on('bot_started', async ctx => {
  seen.started.push({ user: ctx.user.user_id, payload: ctx.startPayload });
  const keyboard = Keyboard.inlineKeyboard([[Keyboard.button.callback('Yes', 'otp:y:x')],
    [Keyboard.button.callback('No', 'otp:n:x')]]);
  const message = await ctx.reply('<b>Shop</b>: agreed?', { format: 'html', attachments: [keyboard] });
  seen.asked = message.body.mid;
});
bot.on('bot_stopped', async ctx => { seen.stopped.push(ctx.user.user_id); });
bot.action('otp:y:x', async ctx => {
  seen.taps.push({ payload: ctx.callback.payload, mid: ctx.message.body.mid });
  await ctx.answerOnCallback({ notification: 'thanks', message: { text: 'Agreed.', attachments: [] } });
});
bot.on('message_created', async ctx => {
  const text = ctx.message.body.text;
  seen.texts.push(text);
  if (text === 'change') await ctx.api.editMessage(seen.asked, { text: 'Changed.' });
  if (text !== 'bye') return;
  seen.refused = await ctx.api.sendMessageToUser(1, 'who is there?').then(() => 200, error => error.status);
  seen.subscriptions = await ctx.api.getSubscriptions();
  clearTimeout(watchdog);
  bot.stop();
  console.log(JSON.stringify(seen));
  process.exit(0);
});
bot.api.getMyInfo().then(me => { seen.me = me.username; return bot.start(); })
  .catch(error => { console.error(error); process.exit(1); });
