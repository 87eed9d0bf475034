// Takes hooks and verifies them with the reference library: 204 if the signature holds, 401 if not.
'use strict';
const http = require('node:http');
const { Webhook } = require('standardwebhooks');

const webhook = new Webhook(process.argv[2]);
const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    let status = 204;
    try {
      webhook.verify(Buffer.concat(chunks).toString('utf8'), request.headers);
    } catch {
      status = 401;
    }
    response.writeHead(status).end();
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
