"""A line to the server with a round trip of its own, as between a learner and Binder."""

import asyncio
import contextlib
import threading
from urllib.parse import urlsplit


@contextlib.contextmanager
def slow_proxy(address, round_trip_s):
    """Put a delaying TCP proxy in front of a server; yield the proxy's address.

    Each piece of data arrives half a round trip later, in order and at full bandwidth. Only
    the handshake of a new connection is not delayed.

    Parameters
    ----------
    address : str
        The server, such as "http://127.0.0.1:8888".
    round_trip_s : float
        Time added to a question and its answer together, seconds.
    """
    target = urlsplit(address)
    loop = asyncio.new_event_loop()

    async def connect(reader, writer):
        server_reader, server_writer = await asyncio.open_connection(target.hostname, target.port)
        await asyncio.gather(
            _forward(reader, server_writer, round_trip_s / 2),
            _forward(server_reader, writer, round_trip_s / 2),
        )

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        starting = asyncio.start_server(connect, "127.0.0.1", 0)
        proxy = asyncio.run_coroutine_threadsafe(starting, loop).result()
        yield f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _forward(reader, writer, delay_s):
    """Pass on what is read, each piece `delay_s` after it came."""
    now = asyncio.get_running_loop().time
    waiting = asyncio.Queue()

    async def send():
        while (piece := await waiting.get()) is not None:
            due, data = piece
            await asyncio.sleep(max(0, due - now()))
            writer.write(data)
            await writer.drain()
        writer.close()

    async def receive():
        # A browser that drops a connection ends it like one that closes it.
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                waiting.put_nowait((now() + delay_s, data))
        waiting.put_nowait(None)

    with contextlib.suppress(ConnectionError):
        await asyncio.gather(send(), receive())


async def _cancel_all():
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
