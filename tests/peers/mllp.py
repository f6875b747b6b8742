"""An MLLP server by PyPI `hl7`: mllp.py PORT FOLDER [--tls CERT KEY]

Keeps every message as FOLDER/N.hl7 and answers as FOLDER/answer says: AA, or AE, or AR, with words and
a code of table 0357 after it, separated by bars. Prints "ready".
"""
import asyncio
import pathlib
import ssl
import sys

import hl7
from hl7.mllp import start_hl7_server

port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
count = 0


async def serve(reader, writer):
    global count
    try:
        while not writer.is_closing():
            message = await reader.readmessage()
            count += 1
            (folder / f'{count}.hl7').write_text(str(message), encoding='utf-8', newline='')
            plan = folder / 'answer'
            code, words, error = ((plan.read_text() if plan.exists() else 'AA') + '||').split('|')[:3]
            ack = message.create_ack(ack_code=code)
            if words:
                ack.segment('MSA').assign_field(words, 3)
            text = str(ack)
            if error:
                text = text.rstrip('\r') + f'\rERR|||{error}|E||||{words}\r'
            writer.writeblock(text.encode())
            await writer.drain()
    except asyncio.IncompleteReadError:
        pass
    finally:
        writer.close()


async def main():
    context = None
    if '--tls' in sys.argv:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*sys.argv[sys.argv.index('--tls') + 1:][:2])
    async with await start_hl7_server(serve, host='127.0.0.1', port=port, encoding='utf-8', ssl=context) as server:
        print('ready', flush=True)
        await server.serve_forever()


asyncio.run(main())
