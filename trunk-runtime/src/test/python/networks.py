"""The published networks, written from their description, for golden numbers and benchmarks."""
import torch
from torch import nn


def vgg_block(inputs, filters, stride=1):
    return [nn.Conv2d(inputs, filters, 3, stride, 1), nn.BatchNorm2d(filters), nn.ReLU(inplace=True)]


class Network(nn.Module):
    """Features feed the children; the classifier feeds nobody."""

    def __init__(self, features, classifier, flatten):
        super().__init__()
        self.features = nn.Sequential(*features)
        self.classifier = nn.Sequential(*classifier)
        self.flatten = flatten

    def forward(self, x):
        x = self.features(x)
        if self.flatten:
            x = x.flatten(1)
        return self.classifier(x)


def vgg(channels, filters, tail, values, outputs, strides=None):
    layers = []
    for i, count in enumerate(filters):
        layers += vgg_block(channels, count, strides[i] if strides else 1)
        channels = count
    return Network(layers + tail, [nn.Linear(values, outputs)], True)


def vgg_root(channels, size, outputs):
    """CIFAR-10's root."""
    return vgg(channels, [16, 32, 32, 32, 64, 64], [nn.MaxPool2d(2), nn.Dropout2d(0.5)],
               64 * (size // 2) ** 2, outputs)


def vgg_general(channels, size, outputs):
    """CIFAR-10's nodes that have no layers of their own."""
    return vgg(channels, [16, 32, 32, 64, 64, 128], [nn.Dropout2d(0.5)],
               128 * (size // 4) ** 2, outputs, [1, 1, 1, 1, 2, 2])


class InvertedResidual(nn.Module):
    """The authors' block: its 1x1 convolutions have padding 1."""

    def __init__(self, inputs, outputs, multiplier, stride):
        super().__init__()
        wide = inputs * multiplier
        self.inverted_residual = nn.Sequential()
        for i, (name, layers) in enumerate([
            ("conv_1x1_block", [nn.Conv2d(inputs, wide, 1, 1, 1, bias=False), nn.BatchNorm2d(wide)]),
            ("depthwise_convolution_block",
             [nn.Conv2d(wide, wide, 3, stride, 1, groups=wide, bias=False), nn.BatchNorm2d(wide)]),
            ("conv_1x1_block", [nn.Conv2d(wide, outputs, 1, 1, 1, bias=False), nn.BatchNorm2d(outputs)]),
        ]):
            block = nn.Module()
            setattr(block, name, nn.Sequential(*layers, nn.ReLU6(inplace=True)))
            self.inverted_residual.add_module(str(i), block)

    def forward(self, x):
        y = x
        for block in self.inverted_residual:
            for part in block.children():
                y = part(y)
        return x + y if x.shape == y.shape else y


def mobilenet(features, channels, outputs):
    return Network(features, [nn.Conv2d(channels, outputs, 1), nn.AdaptiveAvgPool2d(1),
                              nn.LogSoftmax(dim=1), nn.Flatten()], False)


def mobilenet_root(channels, outputs):
    return mobilenet([
        nn.Conv2d(channels, 24, 3, 2, 1), nn.BatchNorm2d(24), nn.ReLU6(inplace=True),
        InvertedResidual(24, 24, 2, 1), InvertedResidual(24, 24, 4, 1), InvertedResidual(24, 24, 4, 1),
        InvertedResidual(24, 32, 4, 1), InvertedResidual(32, 32, 4, 1), InvertedResidual(32, 32, 4, 1),
    ], 32, outputs)


def mobilenet_general(channels, outputs):
    """EMNIST's nodes but the root."""
    return mobilenet([InvertedResidual(channels, 48, 4, 1), InvertedResidual(48, 48, 4, 1),
                      InvertedResidual(48, 48, 4, 1)], 48, outputs)


def layer_norm(model, shape):
    """The same network with layer norm over each image's whole map in place of batch norm."""
    norms = [(parent, name) for parent in model.modules() for name, child in parent.named_children()
             if isinstance(child, nn.BatchNorm2d)]
    shapes = {}
    hooks = [getattr(parent, name).register_forward_pre_hook(
        lambda module, inputs: shapes.update({module: inputs[0].shape[1:]})) for parent, name in norms]
    model(torch.zeros(2, *shape))
    for hook in hooks:
        hook.remove()
    for parent, name in norms:
        old = getattr(parent, name)
        setattr(parent, name, nn.LayerNorm(list(shapes[old]), eps=old.eps))
    return model
