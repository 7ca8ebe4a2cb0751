package dev.dossier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dossier.testkit.ScannerServer.Mood;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The real clamd and the server that stands in for it are asked the same and say the same. */
class ScannerProtocolTest {
    private static final byte[] HARMLESS = "harmless".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INFECTED =
            ("before " + ScannerServer.VIRUS + " after").getBytes(StandardCharsets.US_ASCII);
    private static final int TOO_LARGE = 6_000_000;

    private static SocketAddress address(String setting) {
        String[] words = setting.split(":", -1);
        return words[0].equals("unix")
                ? UnixDomainSocketAddress.of(words[1])
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[2]));
    }

    private static String ping(String setting) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address(setting))) {
            channel.write(ByteBuffer.wrap("zPING\0".getBytes(StandardCharsets.US_ASCII)));
            return reply(channel);
        }
    }

    /** A connection may still be accepted and then end, or not be. */
    private static boolean answers(String setting) {
        try {
            return ping(setting).equals("PONG");
        } catch (IOException e) {
            return false;
        }
    }

    private static String scan(String setting, byte[] content) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address(setting))) {
            try {
                channel.write(ByteBuffer.wrap("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII)));
                for (int from = 0; from < content.length; from += 50_000) {
                    byte[] chunk = Arrays.copyOfRange(content, from, Math.min(content.length, from + 50_000));
                    write(channel, ByteBuffer.allocate(4).putInt(chunk.length).flip());
                    write(channel, ByteBuffer.wrap(chunk));
                }
                write(channel, ByteBuffer.allocate(4));
            } catch (IOException hungUp) {
                return reply(channel);
            }
            return reply(channel);
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Up to the zero byte that ends it, or to the end: after it the connection may be broken. */
    private static String reply(SocketChannel channel) throws IOException {
        StringBuilder reply = new StringBuilder();
        InputStream in = Channels.newInputStream(channel);
        for (int next = in.read(); next > 0; next = in.read()) {
            reply.append((char) next);
        }
        return reply.toString().replace(".UNOFFICIAL", "");
    }

    private static void saysWhatIsInIt(String setting) throws IOException {
        assertThat(ping(setting)).isEqualTo("PONG");
        assertThat(scan(setting, HARMLESS)).isEqualTo("stream: OK");
        assertThat(scan(setting, new byte[0])).isEqualTo("stream: OK");
        assertThat(scan(setting, INFECTED)).isEqualTo("stream: Eicar-Test-Signature FOUND");
    }

    @Test
    @DisplayName("the real clamd")
    void real() throws IOException {
        assumeTrue(Clamav.isInstalled(), "clamd is not installed on this machine: apt install clamav-daemon");
        Path directory = Files.createTempDirectory("clamd");
        try (Clamav clamav = Clamav.start(directory)) {
            saysWhatIsInIt(clamav.address());
            assertThat(scan(clamav.address(), new byte[TOO_LARGE])).isEqualTo("INSTREAM size limit exceeded. ERROR");
            clamav.kill();
            assertThat(answers(clamav.address())).isFalse();
            clamav.restart();
            saysWhatIsInIt(clamav.address());
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    @DisplayName("the one that stands in for it")
    void standIn() throws IOException {
        try (ScannerServer scanner = new ScannerServer()) {
            saysWhatIsInIt(scanner.address());
            assertThat(scanner.scans()).isEqualTo(3);
            scanner.be(Mood.SMALL);
            assertThat(scan(scanner.address(), new byte[100_000])).isEqualTo("stream: OK");
            assertThat(scan(scanner.address(), new byte[100_001])).isEqualTo("INSTREAM size limit exceeded. ERROR");
            scanner.stop();
            assertThat(answers(scanner.address())).isFalse();
            scanner.restart();
            scanner.be(Mood.HONEST);
            saysWhatIsInIt(scanner.address());
        }
    }

    @Test
    @DisplayName("the one that stands in for it, on a bad day")
    void moods() throws IOException {
        try (ScannerServer scanner = new ScannerServer()) {
            scanner.be(Mood.FAILING);
            assertThat(scan(scanner.address(), HARMLESS)).endsWith(" ERROR");
            scanner.be(Mood.CURSORY);
            assertThat(scan(scanner.address(), HARMLESS))
                    .isEqualTo("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND");
            scanner.be(Mood.WAITING);
            scanner.release();
            assertThat(scan(scanner.address(), INFECTED)).isEqualTo("stream: Eicar-Test-Signature FOUND");
            scanner.be(Mood.ABSENT);
            assertThat(ping(scanner.address())).isEmpty();
            scanner.be(Mood.HONEST);
            assertThat(ping(scanner.address())).isEqualTo("PONG");
        }
    }
}
