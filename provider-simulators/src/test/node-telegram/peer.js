// A small bot of another make: asks who comes by a link, takes the answer, sends a code, and hears who blocks it.
// Arguments: API root, token. Prints what it saw when somebody writes "bye"; a watchdog ends it if nobody does.
'use strict';
const { Bot, InlineKeyboard, GrammyError } = require('grammy');

const [apiRoot, token] = process.argv.slice(2);
const watchdog = setTimeout(() => { console.error('nobody said bye in time'); process.exit(1); }, 30000);
const bot = new Bot(token, { client: { apiRoot } });
const seen = { started: [], taps: [], members: [], refused: [] };
const refusal = promise => promise.then(() => ({ code: 200 }),
  error => error instanceof GrammyError
    ? { code: error.error_code, text: error.description, after: error.parameters.retry_after } : { code: 0 });

bot.catch(error => { console.error(error); process.exit(1); });
bot.command('start', async ctx => {
  seen.started.push({ user: ctx.from.id, chat: ctx.chat.type, payload: ctx.match });
  const keyboard = new InlineKeyboard().text('Yes', 'otp:y:x').row().text('No', 'otp:n:x');
  const asked = await ctx.reply('<b>Shop &amp; Co</b>: agreed?', { parse_mode: 'HTML', reply_markup: keyboard });
  seen.asked = asked.message_id;
});
bot.callbackQuery('otp:y:x', async ctx => {
  seen.taps.push({ data: ctx.callbackQuery.data, message: ctx.callbackQuery.message.message_id });
  await ctx.answerCallbackQuery();
  await ctx.editMessageReplyMarkup();
  seen.unmodified = await refusal(ctx.editMessageReplyMarkup());
  await ctx.editMessageText('Agreed.');
  const code = await ctx.reply('Code: <code>4711</code>', { parse_mode: 'HTML', protect_content: true });
  seen.code = { text: code.text, entity: code.entities[0].type, protected: code.has_protected_content };
});
bot.on('my_chat_member', ctx => { seen.members.push(ctx.myChatMember.new_chat_member.status); });
bot.hears('bye', async ctx => {
  seen.refused.push(await refusal(ctx.api.sendMessage(1, 'who is there?')));
  seen.refused.push(await refusal(ctx.reply('<b>broken', { parse_mode: 'HTML' })));
  seen.refused.push(await refusal(ctx.api.answerCallbackQuery('1')));
  seen.refused.push(await refusal(ctx.reply('throttled by the script')));
  clearTimeout(watchdog);
  await bot.stop(); // confirms what it has
  console.log(JSON.stringify(seen));
});
bot.api.getMe().then(me => {
  seen.me = me.username;
  return bot.start({ allowed_updates: ['message', 'callback_query', 'my_chat_member'] });
}).catch(error => { console.error(error); process.exit(1); });
